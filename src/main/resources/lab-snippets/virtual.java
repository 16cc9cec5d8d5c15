// the tasks of pool, but each one on a new virtual thread
ExecutorService executor = mode == Mode.VIRTUAL ? VirtualThreads.newThreadPerTask()
        : new BoundedPool(workload.scenario().threads(), mode, onDone);
// callAndWait: the virtual thread blocks, its platform thread does not
CallResult result = BlockingAwait.await(upstream.call(started.spec()), started);
return started.complete(result);
