package dev.meanwhile.ui;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.i18n.MessageTemplateLocator;

/**
 * Finds the templates of messages before those in files.
 * <p>
 * Workaround for Quarkus 3.33: at startup, the locator of files runs first and searches all JARs for five file names per
 * message. Delete when {@link MessageTemplateLocator} has a higher priority than the locator of files.
 */
@Singleton
final class PrioritizedMessageLocator implements TemplateLocator {

    private final MessageTemplateLocator messages;

    PrioritizedMessageLocator(MessageTemplateLocator messages) {
        this.messages = messages;
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }

    @Override
    public Optional<TemplateLocation> locate(String id) {
        return messages.locate(id);
    }
}
