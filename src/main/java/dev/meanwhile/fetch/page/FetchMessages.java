package dev.meanwhile.fetch.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts of the fetch page. {@code messages/fetch_zh.properties} has the Chinese wording. */
@MessageBundle(value = FetchMessages.NAME, locale = "en")
public interface FetchMessages {

    String NAME = "fetch";

    @Message("Fetch")
    String title();

    @Message("Error: Fetch")
    String errorTitle();

    @Message("Fetch JSON documents")
    String heading();

    @Message("Up to {max} documents from allowed origins, all requested at the same time.")
    String lead(int max);

    // --- the form

    @Message("URLs, one per line")
    String urls();

    @Message("Allowed origins (set with {property})")
    String allowedOrigins(String property);

    @Message("Enter {url}")
    String enter(String url);

    @Message("Fetch")
    String button();

    @Message("Fetching…")
    String fetching();

    // --- errors at the field

    @Message("Enter at least one URL.")
    String noUrl();

    @Message("At most {max} URLs can be fetched at a time, but these are {count}.")
    String tooManyUrls(int max, int count);

    /** The text before the reason, which is in English. */
    @Message("{outcome}:")
    String reason(String outcome);

    // --- the results

    @Message("URL")
    String url();

    @Message("Outcome")
    String outcome();

    @Message("Time")
    String time();

    @Message("Document, or reason")
    String document();

    @Message("Fetched")
    String fetched();

    @Message("Invalid URL")
    String invalidUrl();

    @Message("Not allowed")
    String notAllowed();

    @Message("No JSON document")
    String noDocument();

    @Message("Limit reached")
    String limitReached();

    @Message("Too slow")
    String tooSlow();

    // --- the sentence about the results

    @Message("{#if arrived == total}{#if total == 1}1 document{#else}{total} documents{/if}"
            + "{#else if arrived == 0}{#if total == 1}No document{#else}None of {total} documents{/if}"
            + "{#else}{arrived} of {total} documents{/if} in {time}")
    String arrived(int arrived, int total, String time);

    @Message("{arrived}.")
    String noComparison(String arrived);

    @Message("{arrived}: as long as the slowest; one after another they would have taken {sum}.")
    String gain(String arrived, String sum);

    @Message("{arrived}: the slowest took {slowest}; one after another they would have taken {sum}.")
    String someGain(String arrived, String slowest, String sum);

    @Message("{arrived}: one after another they would have taken {sum}. The difference is too small to matter.")
    String noGain(String arrived, String sum);
}
