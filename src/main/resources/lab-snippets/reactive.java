// a call: the event loop sends the request and continues when the response arrives
return Uni.createFrom().deferred(() -> {
    RepeatExecution.StartedCall started = execution.startCall(user, call, RepeatExecution.ARRIVAL_NANOS);
    return upstream.call(started.spec()).invoke(started::resumed).map(started::complete);
});
// a page view: all its calls, joined
return Uni.join().all(parts).andFailFast().replaceWithVoid();
