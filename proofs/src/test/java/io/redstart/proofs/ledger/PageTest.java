package io.redstart.proofs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The ledger itself: it sees each kind of fault, and only that. */
class PageTest {
    private final Page page = new Page();

    private static long[] to(long last) {
        return LongStream.rangeClosed(1, last).toArray();
    }

    private void says(long... numbers) {
        LongStream.of(numbers).forEach(page::says);
    }

    private void hears(long... numbers) {
        LongStream.of(numbers).forEach(page::hears);
    }

    private void saysThat(long lost, long duplicated, long reordered, long untold) {
        Totals totals = page.judged(Lane.Promise.ONCE_IN_ORDER);
        assertThat(totals).isEqualTo(new Totals(totals.said(), totals.heard(), lost, duplicated, reordered, untold));
    }

    @Test
    void findsNothingWhereAllIsWell() {
        says(to(5));
        hears(to(5));
        saysThat(0, 0, 0, 0);
        assertThat(page.judged(Lane.Promise.ONCE_IN_ORDER).areClean()).isTrue();
    }

    @Test
    void findsWhatIsMissingInTheMiddle() {
        says(to(5));
        hears(1, 2, 5);
        saysThat(2, 0, 0, 2);
    }

    @Test
    void findsWhatIsMissingAtTheEnd() {
        says(to(5));
        hears(1, 2, 3);
        saysThat(2, 0, 0, 2);
    }

    @Test
    void findsWhatNeverCameAtAll() {
        says(to(3));
        saysThat(3, 0, 0, 3);
    }

    @Test
    void findsWhatCameTwice() {
        says(to(3));
        hears(1, 2, 2, 3, 1);
        saysThat(0, 2, 0, 0);
    }

    @Test
    void findsWhatWasNeverSaid() {
        says(to(3));
        hears(1, 2, 3, 4);
        saysThat(0, 1, 0, 0);
    }

    @Test
    void findsWhatWasRefusedAndDoneNevertheless() {
        says(to(3));
        page.refuses(2);
        hears(1, 3);
        saysThat(0, 0, 0, 0);
        hears(2);
        saysThat(0, 1, 0, 0);
    }

    @Test
    void findsWhatCameTooLate() {
        says(to(4));
        hears(1, 3, 2, 4);
        saysThat(0, 0, 1, 0);
        assertThat(page.judged(Lane.Promise.ONCE).areClean()).isTrue();
    }

    @Test
    void excusesOnlyTheGapThatWasTold() {
        says(to(9));
        hears(1, 2);
        page.tellsOfGap();
        hears(5, 6, 8, 9);
        saysThat(3, 0, 0, 1);
    }

    @Test
    void excusesTheEndIfItWasTold() {
        says(to(5));
        hears(1, 2);
        page.tellsOfGap();
        saysThat(3, 0, 0, 0);
    }

    @Test
    void doesNotExcuseLaterLossesBecauseNothingWasMissingWhenItWasTold() {
        says(to(5));
        hears(1, 2);
        page.tellsOfGap();
        hears(3, 5);
        saysThat(1, 0, 0, 1);
    }

    @Test
    void believesWhatIsToldOfOneMessage() {
        says(to(4));
        hears(1, 3);
        page.tellsLost(2);
        page.tellsDoubt(4);
        saysThat(2, 0, 0, 0);
        hears(4);
        saysThat(1, 0, 0, 0);
    }

    @Test
    void findsWhatWasToldToBeLostAndCame() {
        says(to(2));
        page.tellsLost(1);
        hears(1, 2);
        saysThat(0, 0, 0, 1);
    }

    @Test
    void letsMessagesBeMissingThatMayBe() {
        says(to(4));
        hears(1, 4, 4, 3);
        Totals totals = page.judged(Lane.Promise.AT_MOST_ONCE_IN_ORDER);
        assertThat(totals.lost()).isZero();
        assertThat(totals.duplicated()).isEqualTo(1);
        assertThat(totals.reordered()).isEqualTo(1);
    }
}
