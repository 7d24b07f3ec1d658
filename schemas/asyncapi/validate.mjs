// Reads an AsyncAPI document with the parser of its makers, Avro schemas included. Exit code 0 if nothing is wrong with it.
import { Parser, fromFile } from '@asyncapi/parser';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('Expected the path of a document but got none');
  process.exit(2);
}

const parser = new Parser();
parser.registerSchemaParser(AvroSchemaParser());
const { document, diagnostics } = await fromFile(parser, file).parse();

const serious = diagnostics.filter((d) => d.severity <= 1);
for (const d of serious) {
  console.error(`${d.range.start.line + 1}: ${d.code}: ${d.message}`);
}
if (!document || serious.length > 0) {
  process.exit(1);
}
for (const channel of document.channels().all()) {
  console.log(`${channel.address()} ${channel.messages().all().map((m) => m.name()).join(',')}`);
}
