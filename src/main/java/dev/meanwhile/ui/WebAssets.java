package dev.meanwhile.ui;

import org.eclipse.microprofile.config.ConfigProvider;
import org.webjars.WebJarVersionLocator;

import io.quarkus.qute.TemplateGlobal;

/**
 * Template globals with paths: the base path of all links, and those of the CSS and JavaScript libraries, with the versions
 * of the POM.
 */
@TemplateGlobal
final class WebAssets {

    /** {@code quarkus.http.root-path} without a slash at its end. Every link begins with it: {@code {global:BASE_PATH}/lab}. */
    static final String BASE_PATH = ConfigProvider.getConfig().getOptionalValue("meanwhile.base-path", String.class)
            .orElse("");

    /** Path below {@link #BASE_PATH}. */
    static final String PICO_CSS = webJar("picocss__pico", "css/pico.min.css");

    private static String webJar(String name, String file) {
        return "/webjars/" + new WebJarVersionLocator().path(name, file);
    }
}
