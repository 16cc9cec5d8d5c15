package dev.meanwhile.web;

import org.webjars.WebJarVersionLocator;

import io.quarkus.qute.TemplateGlobal;

/** Where the pages find what comes from packages; the versions in these paths are those of the POM. */
@TemplateGlobal
final class Assets {

    static final String STYLES = webJar("picocss__pico", "css/pico.min.css");

    private static String webJar(String name, String file) {
        return "/webjars/" + new WebJarVersionLocator().path(name, file);
    }
}
