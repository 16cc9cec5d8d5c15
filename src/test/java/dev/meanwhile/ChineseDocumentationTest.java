package dev.meanwhile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the documents that exist in Chinese with the English ones. */
class ChineseDocumentationTest {

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```\\w*$.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+(?= )");
    private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\|.*\\|$");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    @ParameterizedTest
    @CsvSource({ "README.md, README.zh-CN.md", "docs/from-flask.md, docs/from-flask.zh-CN.md" })
    void haveTheCodeTheSectionsAndTheTablesOfTheEnglishOnes(Path english, Path chinese) throws IOException {
        String englishText = Files.readString(english);
        String chineseText = Files.readString(chinese);

        assertThat(matches(CODE_BLOCK, englishText)).hasSizeGreaterThan(5);
        assertThat(matches(CODE_BLOCK, chineseText)).isEqualTo(matches(CODE_BLOCK, englishText));
        assertThat(matches(HEADING, withoutCode(chineseText))).isEqualTo(matches(HEADING, withoutCode(englishText)));
        List<String> rows = matches(TABLE_ROW, withoutCode(englishText));
        List<String> chineseRows = matches(TABLE_ROW, withoutCode(chineseText));
        assertThat(chineseRows).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(matches(INLINE_CODE, chineseRows.get(i))).isEqualTo(matches(INLINE_CODE, rows.get(i)));
        }
    }

    @ParameterizedTest
    @CsvSource({ "README.md, README.zh-CN.md", "docs/from-flask.md, docs/from-flask.zh-CN.md" })
    void linkToEachOtherAndToFiles(Path english, Path chinese) throws IOException {
        assertThat(Files.readString(english)).contains("](" + chinese.getFileName() + ")");
        String chineseText = Files.readString(chinese);
        assertThat(chineseText).contains("](" + english.getFileName() + ")");
        assertThat(LINK.matcher(withoutCode(chineseText)).results()).hasSizeGreaterThan(3)
                .allSatisfy(link -> assertThat(chinese.resolveSibling(link.group(1)).normalize()).exists());
    }

    /** A line break within a sentence is shown as a space. */
    @ParameterizedTest
    @ValueSource(strings = { "README.zh-CN.md", "docs/from-flask.zh-CN.md" })
    void doNotBreakLinesBetweenChineseCharacters(Path chinese) throws IOException {
        assertThat(matches(Pattern.compile(".*\\p{IsHan}\n\\p{IsHan}.*"), withoutCode(Files.readString(chinese)))).isEmpty();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group()).toList();
    }

    private static String withoutCode(String text) {
        return CODE_BLOCK.matcher(text).replaceAll("");
    }
}
