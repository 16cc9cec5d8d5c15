package dev.meanwhile.lab;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Names and lessons of the presets, and notes on the modes. {@code messages/labPresets_zh.properties} has the Chinese wording.
 */
@MessageBundle(value = PresetMessages.NAME, locale = "en")
public interface PresetMessages {

    String NAME = "labPresets";

    @Message("One visitor")
    String oneVisitor();

    @Message("Five calls at the same time take as long as one call.")
    String oneVisitorLesson();

    @Message("A slow upstream")
    String slowUpstream();

    @Message("A page view takes as long as its slowest call. Calls that wait for a thread start later.")
    String slowUpstreamLesson();

    @Message("A small pool")
    String smallPool();

    @Message("20 threads make 20 calls at a time, and 480 calls wait for a thread. A call that waits for its response"
            + " needs none.")
    String smallPoolLesson();

    @Message("A failing upstream")
    String failingUpstream();

    @Message("A failed call takes as long as a successful one. The other calls of the page view are not affected.")
    String failingUpstreamLesson();

    @Message("Busy processors")
    String busyProcessors();

    @Message("Concurrency is not parallelism: all modes share the same processors, so calling together gains less.")
    String busyProcessorsLesson();

    @Message("one call after another, on a pool thread")
    String sequentialNote();

    @Message("each call on a thread of a bounded pool")
    String poolNote();

    @Message("each call on a new virtual thread")
    String virtualNote();

    @Message("all calls joined, on the event loops")
    String reactiveNote();
}
