package dev.meanwhile.lab;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts of the lab page. {@code messages/lab_zh.properties} has the Chinese wording. The interface is longer than 150 lines,
 * because it has one method for each text of the page.
 */
@MessageBundle(value = LabMessages.NAME, locale = "en")
public interface LabMessages {

    String NAME = "lab";

    // --- head

    @Message("The lab")
    String title();

    @Message("What does a service do while it waits?")
    String heading();

    @Message("The same page views call the same slow upstream in four modes: measured here and drawn live.")
    String lead();

    @Message("Scenarios")
    String scenarios();

    @Message("≈ {seconds} s")
    String seconds(int seconds);

    @Message("Runs at once")
    String runsAtOnce();

    // --- form

    @Message("Run")
    String run();

    @Message("Cancel")
    String cancel();

    @Message("Progress of the run")
    String progress();

    @Message("Settings")
    String settings();

    @Message("Page views")
    String users();

    @Message("at the same time, 1 to {max}")
    String usersHelp(int max);

    @Message("Calls")
    String calls();

    @Message("of each page view, 1 to {max}")
    String callsHelp(int max);

    @Message("Delay")
    String delay();

    @Message("of a call: 200ms, 1s")
    String delayHelp();

    @Message("Jitter")
    String jitter();

    @Message("the delay varies by it")
    String jitterHelp();

    @Message("Work")
    String work();

    @Message("of a processor for each call, up to {max} ms")
    String workHelp(int max);

    @Message("Failures")
    String failures();

    @Message("probability, 0 to {max}")
    String failuresHelp(double max);

    @Message("Threads")
    String threads();

    @Message("of the bounded pool")
    String threadsHelp();

    @Message("Repeats")
    String repeats();

    @Message("of each mode; 3 show how far times vary")
    String repeatsHelp();

    @Message("Seed")
    String seed();

    @Message("of delays and order")
    String seedHelp();

    @Message("a number with ms or s, such as 200ms or 1s")
    String delayTitle();

    @Message("a number with ms or s, such as 50ms")
    String jitterTitle();

    @Message("a number with ms, at most {max}ms")
    String workTitle(int max);

    @Message("an integer")
    String seedTitle();

    @Message("random")
    String random();

    @Message("Modes")
    String modes();

    @Message("needs Java 21 or newer")
    String needsNewerJava();

    // --- without JavaScript

    @Message("Without JavaScript")
    String withoutScript();

    @Message("The pictures need JavaScript, the lab does not. The same run in a terminal, as it happens:")
    String commandIntro();

    @Message("the response is one document when the run has ended")
    String asDocument();

    @Message("a short table")
    String asTable();

    // --- result

    @Message("Colours")
    String colours();

    @Message("waiting to start")
    String waiting();

    @Message("calling the upstream")
    String calling();

    @Message("working or waiting for a processor")
    String working();

    @Message("done")
    String done();

    @Message("failed")
    String failed();

    @Message("calls in flight")
    String inFlight();

    @Message("platform threads they hold")
    String held();

    @Message("Time axis")
    String timeAxis();

    @Message("Zoom in")
    String zoomIn();

    @Message("Zoom out")
    String zoomOut();

    /** Precedes the buttons. */
    @Message("Zoom")
    String zoom();

    @Message("Whole run")
    String wholeRun();

    @Message("Result")
    String result();

    @Message("The lanes show")
    String lanesShow();

    @Message("Repeat that the lanes show")
    String shownRepeat();

    @Message("No run yet")
    String noRun();

    @Message("Calls of mode {mode} over time. Arrow keys: next or previous call. Plus, minus, zero: zoom. Page up, page down: move.")
    String laneLabel(String mode);

    @Message("Code")
    String code();

    @Message("Language of the code of {mode}")
    String codeLanguage(String mode);

    @Message("Python has no virtual threads. The closest is a thread for each call.")
    String noPython();

    // --- numbers

    @Message("The numbers")
    String numbers();

    @Message("Results by mode")
    String resultsByMode();

    @Message("Mode")
    String mode();

    @Message("Page view, ms")
    String pageViewMillis();

    @Message("Average call, ms")
    String callMillis();

    @Message("All calls")
    String allCalls();

    @Message("On average")
    String onAverage();

    @Message("All threads of the JVM")
    String threadsAlive();

    @Message("This process")
    String process();

    @Message("Failed calls")
    String failedCalls();

    @Message("half of the page views took at most this time")
    String p50Title();

    @Message("95 of 100 page views took at most this time")
    String p95Title();

    @Message("99 of 100 page views took at most this time")
    String p99Title();

    @Message("waiting")
    String columnWaiting();

    @Message("calling")
    String columnCalling();

    @Message("calls in flight")
    String columnInFlight();

    @Message("threads held")
    String columnHeld();

    @Message("calls in flight per held thread")
    String callsPerThread();

    @Message("before")
    String before();

    @Message("at most")
    String atMost();

    @Message("CPU ms")
    String cpu();

    @Message("heap MB")
    String heap();

    @Message("ms")
    String wall();

    @Message("calls/s")
    String callsPerSecond();

    @Message("Page view: median (dot) to p95 and p99 (marks)")
    String latencies();

    @Message("Latency of the page views by mode, as in the table")
    String latenciesLabel();

    @Message("How it was measured")
    String howMeasured();

    // --- keep and compare

    @Message("Keep and compare")
    String keepAndCompare();

    @Message("Save as SVG")
    String saveSvg();

    @Message("Save as PNG")
    String savePng();

    @Message("Download as JSON")
    String downloadJson();

    @Message("Print")
    String print();

    @Message("Share")
    String share();

    @Message("Link to this scenario with its seed")
    String permalink();

    @Message("Open a JSON report, or drop it on this page")
    String openReport();

    @Message("Runs of this tab")
    String runs();
}
