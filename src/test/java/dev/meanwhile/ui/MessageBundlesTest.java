package dev.meanwhile.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Compares each message bundle with its Chinese wording. */
class MessageBundlesTest {

    private static final Pattern EXPRESSION = Pattern.compile("\\{(\\w+)}");

    static Stream<Class<?>> bundles() {
        return new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.meanwhile").stream()
                .filter(type -> type.isAnnotatedWith(MessageBundle.class)).map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyMessageIsAlsoInChinese(Class<?> bundle) throws IOException {
        Properties chinese = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/messages",
                bundle.getAnnotation(MessageBundle.class).value() + "_zh.properties"))) {
            chinese.load(reader);
        }
        Map<String, String> english = Stream.of(bundle.getMethods())
                .collect(Collectors.toMap(Method::getName, method -> method.getAnnotation(Message.class).value()));

        assertThat(chinese.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(english.keySet());
        assertThat(english).allSatisfy((key, text) -> assertThat(chinese.getProperty(key)).as(key)
                .satisfies(translation -> assertThat(expressions(text)).containsAll(expressions(translation))));
    }

    private static Set<String> expressions(String text) {
        return EXPRESSION.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
