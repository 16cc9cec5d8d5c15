/** What all pages share: globals of the Qute templates, the texts of the layout, and the choice of the language. */
package dev.meanwhile.ui;
