package dev.meanwhile.nativeimage;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the files that a browser requests, among the files of the class path that can be served. Starts from the templates and
 * the page of Swagger UI, and follows each word that is the URL of such a file: links, scripts, styles, imports.
 */
final class RequestedResources {

    private static final String FOLDER = "META-INF/resources/";
    private static final Pattern SWAGGER_UI = Pattern.compile("META-INF/.*/openapi-ui/");
    private static final String SWAGGER_UI_URL = "/q/swagger-ui/";
    // Only developer tools request a source map.
    private static final Pattern SOURCE_MAP = Pattern.compile("[#@]\\s*sourceMappingURL=\\S+");
    // quarkus.http.root-path in templates; empty by default
    private static final String BASE_PATH = "{global:BASE_PATH}";
    // The start of the URL of the Open Graph picture.
    private static final String ORIGIN = "{page:origin}";
    private static final Pattern NO_URL = Pattern.compile("[\"'`()\\s,;=<>\\\\]+");

    private final NativeSources sources;
    private final Map<String, String> resourcesByUrl = new TreeMap<>();

    RequestedResources(NativeSources sources) {
        this.sources = sources;
        sources.classPathResources().filter(RequestedResources::isServed).forEach(name -> resourcesByUrl.put(url(name), name));
    }

    /** Whether a resource is a file that a browser can request. */
    static boolean isServed(String resource) {
        return resource.startsWith(FOLDER) || SWAGGER_UI.matcher(resource).lookingAt();
    }

    private static String url(String resource) {
        return SWAGGER_UI.matcher(resource).lookingAt() ? SWAGGER_UI.matcher(resource).replaceFirst(SWAGGER_UI_URL)
                : "/" + resource.substring(FOLDER.length());
    }

    /** @param globals URLs that templates take from Java code */
    Collection<String> find(Collection<String> globals) {
        TreeSet<String> found = new TreeSet<>();
        Deque<String> unread = new ArrayDeque<>();
        globals.forEach(global -> request("/", global, found, unread));
        request("/", SWAGGER_UI_URL + "index.html", found, unread);
        // Crawlers request this name.
        request("/", "robots.txt", found, unread);
        sources.classPathResources().filter(name -> name.startsWith("templates/"))
                .forEach(template -> requestAll("/", sources.read(template), found, unread));
        while (!unread.isEmpty()) {
            String url = unread.pop();
            requestAll(url, sources.read(resourcesByUrl.get(url)), found, unread);
        }
        return found.stream().map(resourcesByUrl::get).collect(Collectors.toCollection(TreeSet::new));
    }

    private void requestAll(String base, String text, TreeSet<String> found, Deque<String> unread) {
        Arrays.stream(NO_URL.split(SOURCE_MAP.matcher(text).replaceAll("").replace(BASE_PATH, "").replace(ORIGIN, "")))
                .forEach(word -> request(base, word, found, unread));
    }

    private void request(String base, String word, TreeSet<String> found, Deque<String> unread) {
        String url = word.startsWith("/") ? word
                : base.substring(0, base.lastIndexOf('/') + 1) + (word.startsWith("./") ? word.substring(2) : word);
        if (resourcesByUrl.containsKey(url) && found.add(url)) {
            unread.push(url);
        }
    }
}
