package dev.meanwhile.api;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

import jakarta.ws.rs.NameBinding;

/**
 * Marks a resource class whose methods share a path and differ in the media type that they produce. The request's
 * {@code Accept} selects the method, or the status is 406.
 * <p>
 * Quarkus REST 3.33 selects a method even if the client accepts none of their types, and does not provide the other methods
 * of the path.
 */
@NameBinding
@Retention(RUNTIME)
@Target({ TYPE, METHOD })
public @interface Representations {

    /** The media types of all methods, without parameters. */
    String[] value() default {};
}
