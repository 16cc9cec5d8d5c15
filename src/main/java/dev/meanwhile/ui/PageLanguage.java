package dev.meanwhile.ui;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateExtension.TemplateAttribute;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * The language of one page. Templates read it in the namespace {@code page}, such as {@code {page:lang}}. Their texts are in
 * message bundles. The class is longer than 150 lines, because it also defines this namespace.
 *
 * @param locale an element of {@link Language#SUPPORTED}
 * @param explicit whether the parameter {@code lang} selects the language; then links to other pages keep the parameter
 * @param query the query of the page, encoded as received; null without a query
 * @param origin scheme and authority at which the client requested the page, such as {@code https://example.org}; behind a
 *        trusted proxy, those of the proxy; null if the request names no host
 */
public record PageLanguage(Locale locale, boolean explicit, String query, String origin) {

    /**
     * The page in one of the languages.
     *
     * @param lang language tag
     * @param name name of the language in that language, as HTML
     * @param url query that selects the language, relative to the page
     */
    public record Alternate(String lang, RawString name, String url) {
    }

    private static final String ATTRIBUTE = "page";
    private static final String PARAM = "lang";
    private static final CharSequence CONTENT_LANGUAGE = HttpHeaders.createOptimized("Content-Language");
    private static final CharSequence ACCEPT_LANGUAGE = HttpHeaders.createOptimized("Accept-Language");
    private static final RawString ENGLISH = new RawString("English");
    // Two characters beyond Latin-1 would double the memory of an English page.
    private static final RawString CHINESE = new RawString("&#x4e2d;&#x6587;");
    private static final PageLanguage DEFAULT = new PageLanguage(Language.SUPPORTED.get(0), false, null, null);
    private static final List<Alternate> WITHOUT_QUERY = alternates("");

    /** Returns the language for a request: that of the parameter {@code lang}, otherwise that of {@code Accept-Language}. */
    public static PageLanguage of(HttpServerRequest request) {
        List<String> acceptLanguage = request.headers().getAll(ACCEPT_LANGUAGE);
        return of(request.query(), acceptLanguage.isEmpty() ? null : String.join(",", acceptLanguage),
                request.authority() == null ? null : request.scheme() + "://" + request.authority());
    }

    /**
     * Returns the language for a request.
     *
     * @param query query of the request, encoded as received; null without a query
     * @param acceptLanguage value of the header {@code Accept-Language}; null without this header
     * @param origin origin of the request; null if it is unknown
     */
    public static PageLanguage of(String query, String acceptLanguage, String origin) {
        Locale explicit = query == null ? null : Language.lookup(langParam(query));
        return explicit == null ? new PageLanguage(Language.of(null, acceptLanguage), false, query, origin)
                : new PageLanguage(explicit, true, query, origin);
    }

    // The parameter is not decoded, because a language tag contains only letters, digits and hyphens.
    private static String langParam(String query) {
        return params(query).filter(PageLanguage::isLangParam).findFirst().map(param -> param.substring(PARAM.length() + 1))
                .orElse(null);
    }

    private static Stream<String> params(String query) {
        return query.isEmpty() ? Stream.empty() : Stream.of(query.split("&"));
    }

    private static boolean isLangParam(String param) {
        return param.startsWith(PARAM + "=");
    }

    /**
     * Renders a template in the language for a request, and adds the headers of {@link #addHeaders} to its response. If a
     * resource returned the {@code TemplateInstance}, RESTEasy would replace {@code Vary}, and render it with a timeout on
     * another thread.
     */
    public static Uni<String> render(TemplateInstance template, RoutingContext context) {
        PageLanguage language = of(context.request());
        language.addHeaders(context.response().headers());
        return language.localize(template).createUni();
    }

    /** Returns the texts of a message bundle in this language, for code outside of templates. */
    public <T> T messages(Class<T> bundle) {
        return Language.messages(bundle, locale);
    }

    /** Sets the language of a template, and what the namespace {@code page} reads. */
    public TemplateInstance localize(TemplateInstance template) {
        return template.setLocale(locale).setAttribute(ATTRIBUTE, this);
    }

    /** Adds {@code Content-Language}, and {@code Vary} because the page depends on {@code Accept-Language}. */
    public void addHeaders(MultiMap headers) {
        headers.set(CONTENT_LANGUAGE, locale.toLanguageTag());
        headers.set(HttpHeaders.VARY, headers.contains(HttpHeaders.VARY)
                ? String.join(", ", headers.getAll(HttpHeaders.VARY)) + ", " + ACCEPT_LANGUAGE
                : ACCEPT_LANGUAGE);
    }

    private static List<Alternate> alternates(String params) {
        return Language.SUPPORTED.stream().map(locale -> {
            String lang = locale.toLanguageTag();
            // The URL is only a query, so browsers resolve it against the path of the page.
            return new Alternate(lang, Locale.CHINESE.equals(locale) ? CHINESE : ENGLISH, "?" + PARAM + "=" + lang + params);
        }).toList();
    }

    private List<Alternate> alternates() {
        return query == null ? WITHOUT_QUERY
                : alternates(params(query).filter(param -> !isLangParam(param)).map("&"::concat)
                        .collect(Collectors.joining()));
    }

    /** {@code {page:lang}}: the language tag. */
    @TemplateExtension(namespace = ATTRIBUTE)
    static String lang(@TemplateAttribute(ATTRIBUTE) Object page) {
        return of(page).locale.toLanguageTag();
    }

    /** {@code {page:alternates}}: this page in each language. */
    @TemplateExtension(namespace = ATTRIBUTE)
    static List<Alternate> alternates(@TemplateAttribute(ATTRIBUTE) Object page) {
        return of(page).alternates();
    }

    /** {@code {page:origin}}: the origin of the page for absolute URLs, or null. */
    @TemplateExtension(namespace = ATTRIBUTE)
    static String origin(@TemplateAttribute(ATTRIBUTE) Object page) {
        return of(page).origin;
    }

    /** {@code {page:isExplicit}}: whether a form has to send the parameter {@code lang}. */
    @TemplateExtension(namespace = ATTRIBUTE)
    static boolean isExplicit(@TemplateAttribute(ATTRIBUTE) Object page) {
        return of(page).explicit;
    }

    /** {@code /lab{page:langQuery}}: the end of a link to another page, which is empty unless the language is explicit. */
    @TemplateExtension(namespace = ATTRIBUTE)
    static String langQuery(@TemplateAttribute(ATTRIBUTE) Object page) {
        return of(page).explicit ? "?" + PARAM + "=" + of(page).locale.toLanguageTag() : "";
    }

    /** {@code /lab?users=1{page:langParam}}: the same as {@link #langQuery} for a link with a query. */
    @TemplateExtension(namespace = ATTRIBUTE)
    static String langParam(@TemplateAttribute(ATTRIBUTE) Object page) {
        return of(page).explicit ? "&" + PARAM + "=" + of(page).locale.toLanguageTag() : "";
    }

    private static PageLanguage of(Object page) {
        return page instanceof PageLanguage language ? language : DEFAULT;
    }
}
