package dev.meanwhile.home;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts of the home page. {@code messages/home_zh.properties} has the Chinese wording. */
@MessageBundle(value = HomeMessages.NAME, locale = "en")
public interface HomeMessages {

    String NAME = "home";

    @Message("Success!")
    String success();

    @Message("The numeric API returned {number}.")
    String returned(String number);

    @Message("From")
    String from();

    @Message("In")
    String duration();

    @Message("Draw again")
    String drawAgain();

    @Message("How it works")
    String howItWorks();

    @Message("This page drew a number from 1 to 10 and requested it from the numeric API over HTTP.")
    String stepRequest();

    @Message("While the response was pending, the event loop served other requests: no thread waited.")
    String stepWait();

    @Message("The response arrived, and the page was rendered from it.")
    String stepRender();

    @Message("The same service in plain text and JSON:")
    String otherRoutes();
}
