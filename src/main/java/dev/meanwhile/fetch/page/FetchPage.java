package dev.meanwhile.fetch.page;

import java.util.List;

import dev.meanwhile.fetch.FetchResult;

/**
 * The content of the fetch page.
 *
 * @param urls the URLs in the text area of the form
 * @param examples one URL for each allowed origin, at least one
 * @param errors the reasons why nothing was fetched; empty if {@code rows} has the results of {@code urls}
 * @param rows one for each result; empty if nothing was fetched
 * @param summary the sentence about the results; empty if nothing was fetched
 */
record FetchPage(List<String> urls, List<ExampleUrl> examples, List<FieldError> errors, List<Row> rows, String summary) {

    private static final int EXCERPT_LENGTH = 400;

    public int maxUrls() {
        return FetchPageResource.MAX_URLS;
    }

    /** The longest duration in milliseconds: the length of a full bar; 0 without rows. */
    public long maxMillis() {
        return rows.stream().mapToLong(row -> row.result().millis()).max().orElse(0);
    }

    public boolean allFetched() {
        return rows.stream().allMatch(row -> row.result().success());
    }

    /**
     * An error in the text area.
     *
     * @param text in the language of the page
     * @param detail in English, as in the JSON response; null if {@code text} is the complete message
     */
    record FieldError(String text, String detail) {
    }

    /**
     * A row of the table.
     *
     * @param outcome in the language of the page
     */
    record Row(FetchResult result, String outcome) {

        static Row of(FetchResult result, FetchMessages messages) {
            return new Row(result, outcome(result.status(), messages));
        }

        static String outcome(int status, FetchMessages messages) {
            return switch (status) {
                case 200 -> messages.fetched();
                case 400 -> messages.invalidUrl();
                case 403 -> messages.notAllowed();
                case 503 -> messages.limitReached();
                case 504 -> messages.tooSlow();
                default -> messages.noDocument();
            };
        }

        /** Whether the URL becomes a link. A URL that was requested has the scheme http or https, and an allowed origin. */
        public boolean isLink() {
            return result.requested();
        }

        public String time() {
            return FetchSummary.time(result.millis());
        }

        public String excerpt() {
            return FetchPage.excerpt(result.documentText());
        }
    }

    /** The first {@value #EXCERPT_LENGTH} characters of a document, one less if they end within a surrogate pair. */
    static String excerpt(String text) {
        if (text.length() <= EXCERPT_LENGTH) {
            return text;
        }
        int length = Character.isHighSurrogate(text.charAt(EXCERPT_LENGTH - 1)) ? EXCERPT_LENGTH - 1 : EXCERPT_LENGTH;
        return text.substring(0, length) + " …";
    }
}
