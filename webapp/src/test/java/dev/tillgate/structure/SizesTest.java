package dev.tillgate.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sizes and names of main code, read from the sources. */
class SizesTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 70;
    private static final int PARAMETERS = 6;
    private static final Pattern BANNED_NAME =
            Pattern.compile("(?:Util|Utils|Helper|Manager|Impl|DTO|Dto|VO|Base|Abstract)(?=$|[A-Z])");

    @Test
    void filesAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : mainSources()) {
            try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > FILE_LINES) {
                    tooLong.add(file.getFileName() + " has " + count + " lines");
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void methodsAreShortAndTakeFewParametersAndTypesExplainThemselves() throws IOException {
        List<String> findings = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(mainSources()));
            Iterable<? extends CompilationUnitTree> units = task.parse();
            DocTrees trees = DocTrees.instance(task);
            units.forEach(unit -> new Measure(unit, trees, findings).scan(unit, null));
        }
        assertThat(findings).isEmpty();
    }

    private static final class Measure extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final List<String> findings;

        Measure(CompilationUnitTree unit, DocTrees trees, List<String> findings) {
            this.unit = unit;
            this.trees = trees;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            String name = type.getSimpleName().toString();
            if (BANNED_NAME.matcher(name).find()) {
                findings.add(name + ": a name that says nothing");
            }
            boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
            DocCommentTree doc = trees.getDocCommentTree(getCurrentPath());
            if (isPublic && doc == null) {
                findings.add(name + ": a public type without a sentence");
            }
            return super.visitClass(type, nothing);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            SourcePositions positions = trees.getSourcePositions();
            LineMap lines = unit.getLineMap();
            long start = positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            if (start >= 0 && end > start) {
                long length = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
                if (length > METHOD_LINES) {
                    findings.add(where(method) + " has " + length + " lines");
                }
            }
            Tree owner = getCurrentPath().getParentPath().getLeaf();
            // A record's own constructor lists its named components; so may the test of its invariants.
            boolean canonical = owner.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
            if (!canonical && method.getParameters().size() > PARAMETERS) {
                findings.add(where(method) + " has " + method.getParameters().size() + " parameters");
            }
            return super.visitMethod(method, nothing);
        }

        private String where(MethodTree method) {
            return Path.of(unit.getSourceFile().getName()).getFileName() + "#" + method.getName();
        }
    }

    private static List<Path> mainSources() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<Path> sources = new ArrayList<>();
        for (String module : Set.of("sql", "gateway-core", "platform-adapters", "webapp")) {
            Path folder = root.resolve(module).resolve("src/main/java");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> walk = Files.walk(folder)) {
                    walk.filter(p -> p.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(50);
        return sources;
    }
}
