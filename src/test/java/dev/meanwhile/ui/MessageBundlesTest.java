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
import java.util.TreeMap;
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

/** Every text exists in English and in Chinese, and both have the same placeholders for scripts. */
class MessageBundlesTest {

    private static final Path FOLDER = Path.of("src", "main", "resources", "messages");
    /** Its Chinese text also has the labels of the fields. The English text has them within the message. */
    private static final String REJECTED = "rejected";
    /** Names, symbols and punctuation, which are the same in both languages or have no Chinese character. */
    private static final Set<String> NOT_TRANSLATED = Set.of("URL", "Java", "Quarkus", "± [jitter]", "▶ [percent]% · [title]",
            "{arrived}。", "{outcome}：", "{time}。", "{mode} {time}", "、", "；", "”、“", "{text}");
    private static final Pattern SCRIPT_VALUE = Pattern.compile("\\[(\\w+)]");

    static Stream<Class<?>> bundles() {
        return new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.meanwhile").stream()
                .filter(type -> type.isAnnotatedWith(MessageBundle.class)).map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyMessageHasAChineseWording(Class<?> bundle) throws IOException {
        String name = bundle.getAnnotation(MessageBundle.class).value();
        Map<String, String> english = english(bundle, name);
        Map<String, String> chinese = read(name + "_zh.properties");

        assertThat(english).isNotEmpty();
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        assertThat(chinese).allSatisfy((key, text) -> {
            assertThat(NOT_TRANSLATED.contains(text) || text.matches(".*\\p{IsHan}.*")).as(text).isTrue();
            // Qute checks the parameters in braces at build time.
            assertThat(scriptValues(english.get(key))).as(text)
                    .isEqualTo(scriptValues(REJECTED.equals(key) ? text.replace("[fields]", "") : text));
        });
    }

    private static Map<String, String> english(Class<?> bundle, String name) throws IOException {
        Map<String, String> texts = Files.exists(FOLDER.resolve(name + "_en.properties")) ? read(name + "_en.properties")
                : new TreeMap<>();
        Stream.of(bundle.getDeclaredMethods())
                .forEach(message -> texts.putIfAbsent(message.getName(), message.getAnnotation(Message.class).value()));
        assertThat(texts.keySet())
                .isEqualTo(Stream.of(bundle.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet()));
        return texts;
    }

    private static Map<String, String> read(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(file))) {
            properties.load(reader);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty, (one, other) -> one, TreeMap::new));
    }

    private static Set<String> scriptValues(String text) {
        return SCRIPT_VALUE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
