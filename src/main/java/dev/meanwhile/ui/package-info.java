/** Globals of the Qute templates that belong to no single page. */
package dev.meanwhile.ui;
