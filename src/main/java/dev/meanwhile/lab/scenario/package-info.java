/** What a run executes: the scenario with its limits, the modes, and the workload that the seed decides. */
package dev.meanwhile.lab.scenario;
