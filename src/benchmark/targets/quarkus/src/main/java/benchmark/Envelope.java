package benchmark;

public record Envelope(boolean success, String message, String data) {
}
