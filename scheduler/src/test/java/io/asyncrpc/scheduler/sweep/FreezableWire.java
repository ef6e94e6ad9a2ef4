package io.asyncrpc.scheduler.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;

/** A TCP connection to the broker that can stop carrying anything without being cut, as a dying network does. */
final class FreezableWire implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0);
    private final int target;
    private final Semaphore open = new Semaphore(1);

    FreezableWire(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void freeze() {
        open.acquireUninterruptibly();
    }

    void thaw() {
        open.release();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket("127.0.0.1", target);
                Thread.ofVirtual().start(() -> carry(near, far));
                Thread.ofVirtual().start(() -> carry(far, near));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[8_192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                open.acquireUninterruptibly();
                open.release();
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException cut) {
            // both ends are closed now
        }
    }
}
