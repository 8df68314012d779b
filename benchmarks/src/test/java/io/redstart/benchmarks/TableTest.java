package io.redstart.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void linesUpItsColumns() {
        Table table = new Table("case", "server", "calls/s");
        table.row("W=1", "redstart", "9");
        table.row("W=16", "jetty", "1,000,000");

        assertThat(table).hasToString("""
                        | case | server   |   calls/s |
                        | ---- | -------- | --------: |
                        | W=1  | redstart |         9 |
                        | W=16 | jetty    | 1,000,000 |
                        """);
    }
}
