package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;

import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.fetch.DocumentMemory.Reservation;

class DocumentMemoryTest {

    private final DocumentMemory memory = new DocumentMemory(10);

    @Test
    void limitsTheBytesOfAllReservations() {
        Reservation first = memory.reserve();
        Reservation second = memory.reserve();
        first.add(6);
        second.add(4);

        assertThatExceptionOfType(RequestRejectedException.class).isThrownBy(() -> second.add(1))
                .matches(rejected -> rejected.status() == 503);
    }

    @Test
    void doesNotCountRejectedBytes() {
        Reservation reservation = memory.reserve();
        assertThatExceptionOfType(RequestRejectedException.class).isThrownBy(() -> reservation.add(11));

        assertThatNoException().isThrownBy(() -> reservation.add(10));
    }

    @Test
    void releasesTheBytesOnce() {
        Reservation first = memory.reserve();
        first.add(6);
        Reservation second = memory.reserve();
        second.add(4);

        first.release();
        first.release();

        second.add(6);
        assertThatExceptionOfType(RequestRejectedException.class).isThrownBy(() -> second.add(1));
    }

    @Test
    void reservesNothingAfterTheEndOfTheRequest() {
        Reservation reservation = memory.reserve();
        reservation.release();

        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> reservation.add(1));
        assertThatNoException().isThrownBy(() -> memory.reserve().add(10));
    }
}
