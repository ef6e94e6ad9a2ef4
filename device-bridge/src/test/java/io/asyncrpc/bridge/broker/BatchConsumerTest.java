package io.asyncrpc.bridge.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchConsumerTest {
    @ParameterizedTest
    @CsvSource({"0, 6", "3, 6", "4, 8", "6, 12", "7, 12", "5000, 12"})
    void theNextBatchBeginsAfterTwiceTheWorkFromHalfOfThePaceToAllOfIt(long workedMillis, long millis) {
        assertThat(BatchConsumer.between(workedMillis * 1_000_000, Duration.ofMillis(12)))
                .isEqualTo(millis * 1_000_000);
    }
}
