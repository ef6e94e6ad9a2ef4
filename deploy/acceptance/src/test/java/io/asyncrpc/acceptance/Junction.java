package io.asyncrpc.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One address for all replicas of a service: a new connection goes to the next one that is ready, and stays there until
 * one of the two closes it. That is what a Service of Kubernetes does.
 */
final class Junction implements AutoCloseable {

    private static final int LOOK_EVERY_MILLIS = 300;
    private static final int CONNECT_MILLIS = 2_000;

    private final List<Replica> replicas = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Function<Replica, String> address;
    private final ServerSocket door;
    private volatile List<Replica> ready = List.of();

    private Junction(Function<Replica, String> address, ServerSocket door) {
        this.address = address;
        this.door = door;
    }

    /** @param address which address of a replica it stands for */
    static Junction of(Function<Replica, String> address) throws IOException {
        Junction junction = new Junction(address, new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1")));
        Thread.startVirtualThread(junction::welcome);
        Thread.startVirtualThread(junction::look);
        return junction;
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** It takes part from when it is seen ready until it is not any more. */
    void add(Replica replica) {
        replicas.add(replica);
    }

    private void look() {
        while (!door.isClosed()) {
            ready = replicas.stream().filter(Replica::isReady).toList();
            rest();
        }
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket caller = door.accept();
                Thread.startVirtualThread(() -> lead(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void lead(Socket caller) {
        List<Replica> candidates = ready;
        for (int i = 0; i < candidates.size(); i++) {
            Replica next = candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
            Socket service = new Socket();
            try {
                URI uri = URI.create(address.apply(next));
                service.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
            } catch (IOException away) {
                close(service);
                continue;
            }
            Thread.startVirtualThread(() -> pass(service, caller));
            pass(caller, service);
            return;
        }
        close(caller);
    }

    /** An end is passed on as it comes; whoever breaks off breaks both. */
    private static void pass(Socket from, Socket to) {
        try {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException brokenOff) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            return;
        }
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
