package dev.meanwhile.greeting;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class GreetingResourceTest {

    @Test
    void greetsTheWorld() {
        when().get("/hello").then().statusCode(200).contentType("text/plain;charset=UTF-8").body(is("Hello, World!"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            World, World
            %3Cscript%3Ealert(1)%3C%2Fscript%3E, <script>alert(1)</script>
            %E7%A6%85, 禅
            O%27Neil%20%F0%9F%91%8B, O'Neil 👋
            a+b, a+b
            """)
    void greetsByAnyNameInPlainText(String path, String name) {
        given().urlEncodingEnabled(false).get("/greet/" + path).then()
                .statusCode(200)
                .contentType("text/plain;charset=UTF-8")
                .body(is("Nice to meet you " + name + "!"));
    }
}
