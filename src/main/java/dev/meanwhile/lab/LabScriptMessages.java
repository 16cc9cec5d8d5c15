package dev.meanwhile.lab;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Texts that the scripts of the lab page show, in {@code messages/labScript_en.properties} and
 * {@code messages/labScript_zh.properties}. A script replaces {@code [name]} by a value. The interface is longer than 150
 * lines, because it has one method for each text.
 */
@MessageBundle(value = LabScriptMessages.NAME, locale = "en")
public interface LabScriptMessages {

    String NAME = "labScript";

    @Message
    String chart();

    @Message
    String warmingUp();

    @Message
    String waitingForOther();

    @Message
    String progress();

    @Message
    String titleProgress();

    @Message
    String started();

    @Message
    String modeEnded();

    @Message
    String done();

    @Message
    String linkCopied();

    @Message
    String cancelled();

    @Message
    String failed();

    @Message
    String busy();

    @Message
    String connectionClosed();

    @Message
    String noMode();

    @Message
    String runBefore();

    @Message
    String incomplete();

    @Message
    String measuring();

    @Message
    String measuredNow();

    @Message
    String measuredAt();

    @Message
    String recorded();

    @Message
    String recordedName();

    @Message
    String opened();

    @Message
    String fileTooLarge();

    @Message
    String noReport();

    @Message
    String runActive();

    @Message
    String show();

    @Message
    String compare();

    @Message
    String endComparison();

    @Message
    String compared();

    @Message
    String scenario();

    @Message
    String scenarioJitter();

    @Message
    String scenarioWork();

    @Message
    String scenarioFailures();

    @Message
    String scenarioThreads();

    @Message
    String scenarioRepeats();

    @Message
    String order();

    @Message
    String repeatOrder();

    @Message
    String repeatOption();

    @Message
    String modeDone();

    @Message
    String notPlayed();

    @Message
    String yCall();

    @Message
    String yView();

    @Message
    String yCalls();

    @Message
    String call();

    @Message
    String ok();

    @Message
    String failedCall();

    @Message
    String failedBecause();

    @Message
    String thread();

    @Message
    String virtualThread();

    @Message
    String callQueued();

    @Message
    String callCalled();

    @Message
    String moment();

    @Message
    String momentCalls();

    @Message
    String momentThreads();

    @Message
    String noThreadHeld();

    @Message
    String oneRepeat();

    @Message
    String medians();

    @Message
    String seed();

    @Message
    String orderOfModes();

    @Message
    String warmUp();

    @Message
    String warmUpValue();

    @Message
    String pool();

    @Message
    String poolValue();

    @Message
    String eventLoops();

    @Message
    String connections();

    @Message
    String connectionsValue();

    @Message
    String upstream();

    @Message
    String java();

    @Message
    String quarkus();

    @Message
    String processors();

    @Message
    String load();

    @Message
    String heap();

    @Message
    String heapValue();

    @Message
    String integerFromTo();

    @Message
    String numberFromTo();

    @Message
    String rejected();

    @Message
    String rejectedRun();

    @Message(", ")
    String fieldSeparator();

    @Message(", ")
    String listSeparator();

    @Message("; ")
    String roundSeparator();

    @Message
    String requested();

    @Message
    String unreachable();

    @Message
    String timeout();

    @Message
    String invalidResponse();

    @Message
    String status();

    @Message
    String atMost();

    @Message
    String callInFlight();

    @Message
    String callsInFlight();

    @Message
    String threadHeld();

    @Message
    String threadsHeld();

    @Message
    String axisHeld();

    @Message
    String first();

    @Message
    String second();

    @Message
    String third();

    @Message
    String fourth();

    @Message
    String differentScenarios();

    @Message
    String medianAndLanes();

    @Message
    String peakCalls();

    @Message
    String peakThreads();

    @Message
    String axisCalls();

    @Message
    String callResponded();

    @Message
    String callWorked();

    @Message
    String momentWorking();
}
