package dev.meanwhile.home;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts of the home page. {@code messages/home_zh.properties} has the Chinese wording. */
@MessageBundle(value = HomeMessages.NAME, locale = "en")
public interface HomeMessages {

    String NAME = "home";

    @Message("Meanwhile: what a service does while it waits")
    String title();

    @Message("Meanwhile is a small reactive web service. Its lab measures live what a service does while it waits for another one.")
    String lead();

    @Message("Success!")
    String success();

    @Message("The numeric API returned {number}.")
    String returned(PageValue number);

    @Message("From")
    String from();

    @Message("Call took")
    String took();

    @Message("Draw again")
    String drawAgain();

    // --- phases of the call

    /** @param total the duration of the call and of rendering */
    @Message("Where the time went ({total} in all)")
    String phases(PageValue total);

    /** Until the request got a connection. */
    @Message("connect")
    String connect();

    /** From the connection until the headers of the response. */
    @Message("wait")
    String waiting();

    /** From the headers until the response was complete and parsed. */
    @Message("receive")
    String receive();

    /** From the parsed response until this page was rendered. */
    @Message("render")
    String rendering();

    // --- the lab

    @Message("What does a service do while it waits?")
    String labQuestion();

    @Message("The lab plays the same page views in four modes, from one call after another to fully reactive, and draws every call as"
            + " it happens.")
    String labTeaser();

    @Message("Open the lab")
    String openLab();

    @Message("Five calls one after another take five times as long as five calls together.")
    String labPicture();

    @Message("five calls, one after another")
    String oneAfterAnother();

    @Message("five calls, together")
    String together();

    // --- how it works

    @Message("How it works")
    String howItWorks();

    @Message("This page drew a number from 1 to 10 and requested it from the numeric API over HTTP.")
    String stepRequest();

    @Message("While the response was pending, the event loop was free for other requests: no thread waited.")
    String stepWait();

    @Message("The response arrived, and the page was rendered from it.")
    String stepRender();

    @Message("The same service in plain text and JSON:")
    String otherRoutes();

    @Message(", ")
    String separator();
}
