package dev.meanwhile.lab.result;

/** What a run tells, in this order: its plan, its calls and modes as they come, and how it ended. */
public sealed interface RunEvent permits RunPlan, CallRecord, ModeResult, RunCompleted {

    /** What the event is called in a stream. */
    String eventName();
}
