package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.acceptance.TestDevice.Account;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** A bare connection of MQTT 3.1.1 that says nothing more: a thousand of them cost a test next to nothing. */
final class RawConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECT = 0x10;
    private static final int USER_PASSWORD_CLEAN = 0xC2;

    private static final SocketFactory TLS = tls();

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    /** Back when the broker has let it in. */
    static RawConnection open(Account account, String clientId) throws IOException {
        return open(new Socket(Installation.MQTT_HOST, Installation.MQTT_PORT), account, clientId);
    }

    /** Over TLS, without a certificate. */
    static RawConnection openOverTls(Account account, String clientId) throws IOException {
        return open(TLS.createSocket("localhost", Installation.MQTTS_PORT), account, clientId);
    }

    private static RawConnection open(Socket socket, Account account, String clientId) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(connect(account, clientId));
        byte[] answer = socket.getInputStream().readNBytes(4);
        if (answer.length < 4 || answer[3] != 0) {
            socket.close();
            throw new IOException("the broker did not let " + clientId + " in");
        }
        return new RawConnection(socket);
    }

    private static SocketFactory tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, Badge.trust().getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] connect(Account account, String clientId) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        text(out, "MQTT");
        out.writeByte(4);
        out.writeByte(USER_PASSWORD_CLEAN);
        out.writeShort(300);
        text(out, clientId);
        text(out, account.username());
        text(out, account.password());
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(CONNECT);
        for (int left = content.size(); ; left >>= 7) {
            if (left < 0x80) {
                packet.write(left);
                break;
            }
            packet.write(left & 0x7F | 0x80);
        }
        content.writeTo(packet);
        return packet.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /** Without a word, as when the power fails. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
