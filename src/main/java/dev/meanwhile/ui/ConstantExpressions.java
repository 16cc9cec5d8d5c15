package dev.meanwhile.ui;

import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.qute.ParserHelper;
import io.quarkus.qute.ParserHook;

/**
 * Replaces the expressions of the layout and of links by their values when templates are parsed at startup. Qute would
 * evaluate each of them for each page, and {@code config:} would read all sources of the configuration.
 */
@Singleton
final class ConstantExpressions implements ParserHook {

    // Values without characters that HTML or Qute must escape. Any other value remains an expression.
    private static final Predicate<String> PLAIN = Pattern.compile("[\\w./~-]*").asMatchPredicate();

    private final Map<String, String> values;

    ConstantExpressions(@ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "meanwhile.lab.enabled") boolean labEnabled) {
        this.values = Map.of(
                "{global:BASE_PATH}", WebAssets.BASE_PATH,
                "{global:PICO_CSS}", WebAssets.PICO_CSS,
                "{config:['quarkus.application.version']}", version,
                "config:boolean('meanwhile.lab.enabled')", String.valueOf(labEnabled));
    }

    @Override
    public void beforeParsing(ParserHelper parser) {
        values.forEach((expression, value) -> {
            if (PLAIN.test(value)) {
                parser.addContentFilter(template -> template.replace(expression, value));
            }
        });
    }
}
