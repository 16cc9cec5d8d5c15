/** What all pages share: globals of the Qute templates, and the choice of the language. */
package dev.meanwhile.ui;
