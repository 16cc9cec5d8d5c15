package dev.meanwhile.http.error;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts of the error pages. {@code messages/errorPage_zh.properties} has the Chinese wording. */
@MessageBundle(value = ErrorPageMessages.NAME, locale = "en")
public interface ErrorPageMessages {

    String NAME = "errorPage";

    @Message("{#switch status}"
            + "{#case 400}Bad request{#case 403}Not allowed{#case 404}Not found{#case 405}Method not allowed"
            + "{#case 406}Format not available{#case 412}Precondition failed{#case 413}Request too large"
            + "{#case 414}URL too long{#case 429}Busy{#case 431}Headers too large{#case 500}Something went wrong{#case 501}Unknown method"
            + "{#case 502}Bad response{#case 503}Not available just now{#case 504}Too slow{#case 505}Unknown HTTP version"
            + "{#else}Error{/switch}")
    String heading(int status);

    /** The words of the tutorial for a failed upstream call. */
    @Message("Error!")
    String upstreamHeading();

    @Message("Invalid request.")
    String upstreamSummary();

    /** The error in one sentence; in English, the message of the error. */
    @Message("{#if error.status == 404}There is no resource at {error.path}.{#else}{error.message}{/if}")
    String sentence(ErrorPage error);

    @Message("{#if seconds == 1}This can work in one second.{#else}This can work in {seconds} seconds.{/if}")
    String retryAfter(long seconds);

    @Message("Try again")
    String tryAgain();

    @Message("Home page")
    String home();

    @Message("Status")
    String status();

    @Message("Error id:")
    String errorId();

    @Message("Copy")
    String copy();

    @Message("Copied")
    String copied();

    @Message("Stack trace, in development mode only")
    String stackTrace();

    @Message("Routes, in development mode only")
    String routes();
}
