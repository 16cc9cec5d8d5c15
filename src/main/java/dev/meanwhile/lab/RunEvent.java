package dev.meanwhile.lab;

/** What a run tells, in this order: its plan, its calls and modes as they come, and how it ended. */
sealed interface RunEvent permits RunPlan, CallRecord, ModeResult, RunCompleted {

    /** What the event is called in a stream. */
    String eventName();
}
