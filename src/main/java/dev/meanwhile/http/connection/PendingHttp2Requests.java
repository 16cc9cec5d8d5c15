package dev.meanwhile.http.connection;

import java.util.Map;

import dev.meanwhile.http.filter.LoadSheddingFilter;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;

/** The requests of one HTTP/2 connection whose bodies have not arrived. Their memory counts for {@link LoadSheddingFilter}. */
final class PendingHttp2Requests {

    // Two strings and an entry.
    private static final int BYTES_PER_HEADER = 100;

    /** The headers of a request, and the other arguments of {@link Http2RequestListener#onHeadersRead}. */
    static final class Request {

        final Http2Headers headers;
        final int dependency;
        final short weight;
        final boolean exclusive;
        private final int memory;
        int bodyBytes;

        Request(Http2Headers headers, int dependency, short weight, boolean exclusive) {
            this.headers = headers;
            this.dependency = dependency;
            this.weight = weight;
            this.exclusive = exclusive;
            int bytes = 0;
            for (Map.Entry<CharSequence, CharSequence> header : headers) {
                bytes += BYTES_PER_HEADER + header.getKey().length() + header.getValue().length();
            }
            memory = bytes;
        }
    }

    // At most one per stream, so quarkus.http.limits.max-concurrent-streams limits it.
    private final IntObjectMap<Request> requests = new IntObjectHashMap<>();
    private boolean releasesOnClose;

    boolean contains(int stream) {
        return requests.containsKey(stream);
    }

    /** Returns the request of a stream, or null. */
    Request get(int stream) {
        return requests.get(stream);
    }

    void add(Channel connection, int stream, Request request) {
        if (!releasesOnClose) {
            releasesOnClose = true;
            connection.closeFuture().addListener(closed -> {
                requests.values().forEach(abandoned -> LoadSheddingFilter.release(abandoned.memory));
                requests.clear();
            });
        }
        LoadSheddingFilter.acquire(request.memory);
        requests.put(stream, request);
    }

    /** Removes and returns the request of a stream, or returns null. */
    Request remove(int stream) {
        Request request = requests.remove(stream);
        if (request != null) {
            LoadSheddingFilter.release(request.memory);
        }
        return request;
    }
}
