// a page view is one task: the pool thread makes one call after another
executor.execute(() -> {
    long ready = RepeatExecution.ARRIVAL_NANOS;
    for (int call = 1; call <= execution.scenario().calls() && ready != INTERRUPTED; call++) {
        ready = callAndWait(execution, user, call, ready);
    }
});
