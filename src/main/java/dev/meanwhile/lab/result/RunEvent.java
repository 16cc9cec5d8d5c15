package dev.meanwhile.lab.result;

/** An event of a run: first its plan, then calls, timelines and results of modes as they complete, last its completion. */
public sealed interface RunEvent permits RunPlan, CallRecord, Timeline, ModeResult, RunCompleted {

    /** The name of the server-sent event. */
    String eventName();
}
