package dev.meanwhile.lab.scenario;

/**
 * The result of a call.
 *
 * @param error the cause of an outcome other than {@link CallOutcome#OK}: one of the constants, or {@code status} and the code
 *        of the response; null otherwise
 */
public record CallResult(CallOutcome outcome, String error) {

    /** The call failed because the scenario has failures. */
    public static final String REQUESTED_FAILURE = "requested";
    public static final String UNREACHABLE = "unreachable";
    public static final String TIMEOUT = "timeout";
    public static final String INVALID_RESPONSE = "invalid response";

    public static final CallResult OK = new CallResult(CallOutcome.OK, null);

    public static CallResult errorStatus(int status, boolean requested) {
        return new CallResult(CallOutcome.FAILED, requested ? REQUESTED_FAILURE : "status " + status);
    }

    /** @param error a constant of this class */
    public static CallResult broken(String error) {
        return new CallResult(CallOutcome.BROKEN, error);
    }
}
