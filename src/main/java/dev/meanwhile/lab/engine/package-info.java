/** Executes a run: the executor, the runner of each kind of mode, and the measurement of the process. */
package dev.meanwhile.lab.engine;
