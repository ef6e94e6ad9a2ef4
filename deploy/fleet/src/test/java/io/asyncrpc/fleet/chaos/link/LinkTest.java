package io.asyncrpc.fleet.chaos.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final Duration DELAY = Duration.ofMillis(150);

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EchoServer echo = new EchoServer();
    private final Link link = Link.open("echo", 0, echo.address(), group, 1);

    @AfterEach
    void end() {
        link.close();
        echo.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void carriesEveryByteInOrder() throws Exception {
        // Given
        byte[] much = new byte[3_000_000];
        new Random(7).nextBytes(much);

        // When
        byte[] back = exchange(much);

        // Then
        assertThat(Arrays.equals(back, much)).isTrue();
    }

    @Test
    void carriesEveryByteInOrderThroughLossToo() throws Exception {
        // Given
        byte[] much = new byte[1_000_000];
        new Random(8).nextBytes(much);
        link.weather(Weather.lossy(0.2, Duration.ofMillis(20)));

        // When
        byte[] back = exchange(much);

        // Then
        assertThat(Arrays.equals(back, much)).isTrue();
    }

    @Test
    void delaysBothDirections() throws Exception {
        // Given
        try (Socket socket = connect()) {
            ping(socket);
            link.weather(Weather.delayed(DELAY));

            // When
            Duration delayed = ping(socket);

            // Then
            assertThat(delayed).isBetween(DELAY.multipliedBy(2), DELAY.multipliedBy(8));
        }
    }

    @Test
    void isFastAgainInClearWeather() throws Exception {
        // Given
        try (Socket socket = connect()) {
            link.weather(Weather.delayed(DELAY));
            ping(socket);

            // When
            link.weather(Weather.CLEAR);

            // Then
            assertThat(ping(socket)).isLessThan(DELAY);
        }
    }

    @Test
    void aLostPieceComesLate() throws Exception {
        // Given
        try (Socket socket = connect()) {
            ping(socket);
            link.weather(Weather.lossy(1, Duration.ofMillis(500)));

            // When
            Duration late = ping(socket);

            // Then: a fifth of the time at least, in each direction
            assertThat(late).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void aNarrowLinkTakesItsTime() throws Exception {
        // Given
        link.weather(Weather.narrow(100_000));

        // When
        long began = System.nanoTime();
        exchange(new byte[50_000]);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void nothingGoesThroughAStandstillAndAllOfItAfterwards() throws Exception {
        // Given
        try (Socket socket = connect()) {
            ping(socket);
            link.weather(Weather.STANDSTILL);
            socket.getOutputStream().write(42);
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            // When
            link.weather(Weather.CLEAR);
            socket.setSoTimeout(5000);

            // Then
            assertThat(socket.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void aConnectionMadeDuringAStandstillLivesAfterIt() throws Exception {
        // Given
        link.weather(Weather.STANDSTILL);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(7);

            // When
            link.weather(Weather.CLEAR);

            // Then
            assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void aResetCutsAndLetsNewOnesIn() throws Exception {
        // Given
        try (Socket old = connect()) {
            ping(old);

            // When
            link.reset();

            // Then
            assertThatThrownBy(() -> ping(old)).isInstanceOf(IOException.class);
            try (Socket fresh = connect()) {
                assertThat(ping(fresh)).isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void theFarewellOfOneSideReachesTheOther() throws Exception {
        // Given
        try (Socket socket = connect()) {
            ping(socket);

            // When
            echo.hangUp();

            // Then
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(eventuallyEmpty()).isTrue();
    }

    @Test
    void whoComesWhileThePartIsAwayIsSentAway() {
        // Given
        echo.close();

        // When / Then
        assertThat(isSentAway()).isTrue();
    }

    /** The end may come as early as in the connecting. */
    private boolean isSentAway() {
        try (Socket socket = connect()) {
            return goneOrEnded(socket);
        } catch (IOException reset) {
            return !(reset instanceof SocketTimeoutException);
        }
    }

    private boolean eventuallyEmpty() throws InterruptedException {
        for (int i = 0; i < 100 && link.connections() > 0; i++) {
            Thread.sleep(20);
        }
        return link.connections() == 0;
    }

    private static boolean goneOrEnded(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException reset) {
            return true;
        }
    }

    private byte[] exchange(byte[] bytes) throws Exception {
        try (Socket socket = connect()) {
            Thread writer = Thread.ofVirtual().start(() -> write(socket, bytes));
            byte[] back = socket.getInputStream().readNBytes(bytes.length);
            writer.join();
            return back;
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), link.port()), 2000);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static Duration ping(Socket socket) throws IOException {
        long began = System.nanoTime();
        socket.getOutputStream().write(1);
        if (socket.getInputStream().read() != 1) {
            throw new IOException("the connection ended");
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
