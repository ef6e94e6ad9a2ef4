package io.asyncrpc.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Says to the door exactly the bytes a test wants said, which no decent client would do. */
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 8_000;

    private RawHttp() {}

    /** Everything that came back until the door hung up; empty if it hung up at once. */
    public static String say(int port, String... pieces) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (String piece : pieces) {
                socket.getOutputStream().write(piece.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
            }
            return drain(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String drain(Socket socket) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                heard.write(b);
            }
        } catch (SocketTimeoutException e) {
            heard.writeBytes("\n[still open]".getBytes(ISO_8859_1));
        } catch (IOException reset) {
            heard.writeBytes("\n[reset]".getBytes(ISO_8859_1));
        }
        return heard.toString(ISO_8859_1);
    }
}
