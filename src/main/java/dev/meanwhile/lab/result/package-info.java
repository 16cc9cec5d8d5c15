/** What a run reports: its events, the measurements, and their summary in sentences. */
package dev.meanwhile.lab.result;
