package dev.meanwhile.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

import org.eclipse.microprofile.config.ConfigProvider;
import org.webjars.WebJarVersionLocator;

import io.quarkus.qute.TemplateGlobal;

/**
 * Template globals with paths: the base path of all links, and the CSS and JavaScript libraries, whose versions are those of
 * the
 * POM.
 */
@TemplateGlobal
final class WebAssets {

    /** {@code quarkus.http.root-path} without a slash at its end. Every link begins with it: {@code {global:BASE_PATH}/lab}. */
    static final String BASE_PATH = ConfigProvider.getConfig().getOptionalValue("meanwhile.base-path", String.class)
            .orElse("");

    static final String PICO_CSS = webJar("picocss__pico", "css/pico.min.css");

    static final String ECHARTS_JS = mvnpm("echarts", "dist/echarts.esm.min.js");

    private static String webJar(String name, String file) {
        return BASE_PATH + "/webjars/" + new WebJarVersionLocator().path(name, file);
    }

    // WebJarVersionLocator finds org.webjars artifacts only, and ECharts 6 is published as an mvnpm artifact.
    private static String mvnpm(String name, String file) {
        String pom = "META-INF/maven/org.mvnpm/" + name + "/pom.properties";
        try (InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(pom)) {
            Properties properties = new Properties();
            properties.load(stream);
            return BASE_PATH + "/_static/" + name + "/" + properties.getProperty("version") + "/" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
