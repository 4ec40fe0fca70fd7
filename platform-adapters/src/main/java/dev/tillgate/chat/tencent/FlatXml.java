package dev.tillgate.chat.tencent;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Messages of both platforms are one element with a text for each field; what is deeper does not concern us. */
public final class FlatXml {
    private static final int MOST_FIELDS = 100;
    private static final int DEEPEST = 10;

    private FlatXml() {}

    /** The fields; nothing when it is not such a message. Document types and entities of its own are never read. */
    public static Optional<Map<String, String>> read(String xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            try {
                return fields(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException notXml) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, String>> fields(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> fields = new HashMap<>();
        String name = "";
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    name = depth == 2 ? reader.getLocalName() : "";
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    name = "";
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!name.isEmpty()) {
                        fields.merge(name, reader.getText(), String::concat);
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                    return Optional.empty();
                }
                default -> {
                    // Comments and the like.
                }
            }
            if (depth > DEEPEST || fields.size() > MOST_FIELDS) {
                return Optional.empty();
            }
        }
        return Optional.of(fields);
    }
}
