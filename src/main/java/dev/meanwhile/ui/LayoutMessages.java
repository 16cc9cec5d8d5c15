package dev.meanwhile.ui;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts that all pages share. {@code messages/layout_zh.properties} has the Chinese wording. */
@MessageBundle(value = LayoutMessages.NAME, locale = "en")
public interface LayoutMessages {

    String NAME = "layout";

    @Message("A reactive web service that shows what a service does while it waits.")
    String description();

    @Message("The lab: the verdict of a run, and one lane of calls for each mode")
    String pictureAlt();

    @Message("Skip to the content")
    String skip();

    @Message("Main")
    String navigation();

    @Message("Fetch")
    String fetch();

    @Message("Lab")
    String lab();

    /** The name of the links in the footer. */
    @Message("About")
    String about();

    @Message("API")
    String api();

    @Message("Source code")
    String source();

    @Message("Apache License 2.0")
    String license();
}
