// each call is a task for a thread of the pool
for (int call = 1; call <= execution.scenario().calls(); call++) {
    int number = call;
    executor.execute(() -> callAndWait(execution, user, number, RepeatExecution.ARRIVAL_NANOS));
}
// callAndWait: the thread blocks until the response arrives
CallResult result = BlockingAwait.await(upstream.call(started.spec()), started);
return started.complete(result);
