package dev.meanwhile.ui;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts that all pages share. {@code messages/layout_zh.properties} has the Chinese wording. */
@MessageBundle(value = LayoutMessages.NAME, locale = "en")
public interface LayoutMessages {

    String NAME = "layout";

    @Message("A reactive web service that shows what a service does while it waits.")
    String description();

    @Message("Main")
    String navigation();

    @Message("Fetch")
    String fetch();

    @Message("Lab")
    String lab();

    @Message("No thread waited for this page.")
    String noThreadWaited();
}
