package io.redstart.benchmarks.micro;

import io.redstart.protocol.Answer;
import io.redstart.protocol.MessageWriter;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/** From an answer to bytes. */
@State(Scope.Thread)
public class MessageWriterBenchmark {
    /** How long the text in the answer is, in bytes. */
    @Param({"64", "1024", "16384"})
    public int size;

    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 20);
    private String text = "";
    private EchoApi.Todo todo = new EchoApi.Todo(1, "", false, List.of());

    /** Makes the values. */
    @Setup
    public void prepare() {
        text = "x".repeat(size);
        todo = new EchoApi.Todo(1_000_000, text, true, List.of("home", "soon"));
    }

    /**
     * Answers with a text.
     *
     * @return the message
     */
    @Benchmark
    public byte[] ret() {
        return writer.write(new Answer.Result(1_000_000, text));
    }

    /**
     * Answers with a record.
     *
     * @return the message
     */
    @Benchmark
    public byte[] retRecord() {
        return writer.write(new Answer.Result(1_000_000, todo));
    }
}
