package dev.meanwhile.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.netty.handler.codec.EncoderException;

class OutOfMemoryExitTest {

    @Test
    void recognizesTheErrorAmongTheCauses() {
        OutOfMemoryError error = new OutOfMemoryError("Cannot reserve 65536 bytes of direct buffer memory");

        assertThat(OutOfMemoryExit.isOutOfMemory(error)).isTrue();
        assertThat(OutOfMemoryExit.isOutOfMemory(new IllegalStateException(new EncoderException(error)))).isTrue();
    }

    @Test
    void ignoresOtherFailuresAndCyclesOfCauses() {
        Exception first = new IllegalStateException();
        Exception second = new IllegalStateException(first);
        first.initCause(second);

        assertThat(OutOfMemoryExit.isOutOfMemory(new StackOverflowError())).isFalse();
        assertThat(OutOfMemoryExit.isOutOfMemory(first)).isFalse();
    }
}
