/**
 * What all pages share: globals of the Qute templates, the texts of the layout, the choice of the language, and where Qute
 * finds messages.
 */
package dev.meanwhile.ui;
