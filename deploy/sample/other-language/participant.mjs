// A participant of Habeas written for Node: takes the tasks of one store and answers them. Copy it, and put your own
// database behind `actions`; README.md says what else a real one has to do.

import { readFileSync } from 'node:fs';
import {
  AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType,
} from '@confluentinc/schemaregistry';
import kafkajs from 'kafkajs';
import lz4 from 'lz4-napi';

const PARTICIPANT = setting('PARTICIPANT');
const TASKS = `dsar.erasure-tasks.${PARTICIPANT}`;
const REPLIES = `dsar.replies.${PARTICIPANT}`;
const DECLARATIONS = `dsar.declarations.${PARTICIPANT}`;
const HEARTBEAT_SECONDS = 60;

// ---- What is done in the store -------------------------------------------------------------------------------------

// Stands for your database: one account for each request, until that is erased.
const erased = new Set();

function accounts(requestId) {
  return erased.has(requestId) ? [] : [{ collection: 'accounts', records: 1 }];
}

// By the task's record, the reply's record and its fields.
const actions = {
  LocateHoldings: ({ requestId }) =>
    ['HoldingsLocated', { holdings: accounts(requestId), yielded: [], ambiguous: false, treatments: [] }],
  RestrictRecords: ({ requestId }) => ['RecordsRestricted', { restricted: accounts(requestId) }],
  LiftRestriction: ({ requestId }) => ['RestrictionLifted', { lifted: accounts(requestId) }],
  EraseRecords: ({ requestId }) => {
    const outcomes = accounts(requestId)
      .map(({ collection, records }) => ({ collection, erased: records, anonymised: 0, retained: 0 }));
    erased.add(requestId);
    return ['RecordsErased', { outcomes, retained: [] }];
  },
  VerifyErasure: ({ requestId }) => {
    const residue = accounts(requestId);
    return residue.length === 0 ? ['ErasureVerified', {}] : ['ResidueFound', { residue }];
  },
};

// What this participant knows of and does not do; whoever asks for it is told so. One that keeps anything under a duty
// has to erase it on the day on which the duty ends: EraseExpired, which comes without identifiers.
const notOffered = { RectifyRecords: 'RECTIFY', SeedSubject: 'SEED', EraseExpired: 'EXPIRE' };

const declaration = {
  needs: ['email'],
  yields: [],
  actions: ['LOCATE', 'RESTRICT', 'LIFT', 'ERASE', 'VERIFY'],
  collections: ['accounts'],
  unfit: null,
  heartbeatSeconds: HEARTBEAT_SECONDS,
};

// ---- From task to reply --------------------------------------------------------------------------------------------

// What was answered, by request and step. Yours is a table, written in the transaction that has the effect: a task
// comes again after a crash, and must be answered the same without being carried out twice.
const answered = new Map();

function answer(task) {
  const steps = answered.get(task.requestId) ?? new Map();
  answered.set(task.requestId, steps);
  if (!steps.has(task.step)) {
    const seenStep = Math.max(0, ...steps.keys());
    if (seenStep > task.step) {
      return ['TaskSuperseded', { seenStep }];
    }
    const [type, fields] = Object.entries(task.payload)[0];
    const name = type.slice(NAMESPACE.length);
    if (notOffered[name]) {
      return ['ActionNotOffered', { action: notOffered[name] }];
    }
    const action = actions[name];
    if (!action) {
      throw new Error(`Expected a task that this version knows but it is ${type}`);
    }
    steps.set(task.step, action({ ...task, ...fields }));
  }
  return steps.get(task.step);
}

// Why a task is not for us; null if it is.
function refusal(task, key) {
  if (task.participant !== PARTICIPANT) return 'wrong-participant';
  if (task.requestId !== key) return 'key-is-not-the-request';
  if (task.step < 1) return 'step-below-one';
  return null;
}

// ---- The wire ------------------------------------------------------------------------------------------------------

// Payloads are unions of records, which Avro for JavaScript writes as { 'full.name.of.Record': { ... } }. It would do
// without the name wherever a union has one record only; then the shape would change with the next record.
const AVRO = { wrapUnions: true, subjectNameStrategyType: 'TOPIC' };
const NAMESPACE = 'io.habeas.schemas.avro.';

const registry = SchemaRegistryClient.newClient({ baseURLs: [setting('REGISTRY_URL')] });
// Reads by the schema that the writer used, which the registry has under the id in the message.
const tasks = new AvroDeserializer(registry, SerdeType.VALUE, AVRO);
// Nobody but you writes these two topics, so their schemas are yours to register. It does no harm to repeat it.
const replies = await serializer(REPLIES, 'ParticipantReply');
const declarations = await serializer(DECLARATIONS, 'DeclarationRecord');

async function serializer(topic, record) {
  const schema = readFileSync(new URL(`schemas/${record}.avsc`, import.meta.url), 'utf8');
  const id = await registry.register(`${topic}-value`, { schemaType: 'AVRO', schema });
  // By its id, and not the latest: that may be one which this program does not fill in.
  return new AvroSerializer(registry, SerdeType.VALUE, { ...AVRO, useSchemaId: id });
}

// ---- Kafka ---------------------------------------------------------------------------------------------------------

// Habeas compresses with LZ4, in frames; kafkajs wants to be given that.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  compress: (encoder) => lz4.compressFrame(encoder.buffer),
  decompress: (buffer) => lz4.decompressFrame(buffer),
});

const kafka = new kafkajs.Kafka({
  brokers: setting('BOOTSTRAP_SERVERS').split(','),
  clientId: PARTICIPANT,
  logLevel: kafkajs.logLevel.WARN,
});
const producer = kafka.producer({
  allowAutoTopicCreation: false,
  createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
});
// Tasks are written in transactions: what was not committed was never asked. It is what kafkajs does by default.
const consumer = kafka.consumer({
  groupId: PARTICIPANT,
  readUncommitted: false,
  allowAutoTopicCreation: false,
  maxWaitTimeInMs: 500, // What a shutdown waits for.
});

async function write(topic, serializer, key, id, [type, fields], envelope, traceparent) {
  const record = {
    ...envelope,
    participant: PARTICIPANT,
    recordedAt: Date.now(),
    payload: { [NAMESPACE + type]: fields },
  };
  const headers = {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: `/habeas/${PARTICIPANT}`,
    ce_type: NAMESPACE + type,
    'content-type': 'application/avro',
    ...(traceparent && { traceparent }),
  };
  const value = await serializer.serialize(topic, record);
  await producer.send({ topic, acks: -1, messages: [{ key, value, headers }] });
}

function declare() {
  const id = `${PARTICIPANT}-${Date.now()}`;
  return write(DECLARATIONS, declarations, PARTICIPANT, id, ['ParticipantDeclared', declaration], {});
}

// The offset is committed when this has returned, hence after the reply. What cannot be read, or is of a kind that this
// version does not know, throws: it is tried again and holds up its partition, and is never passed over.
async function handle({ partition, message }) {
  const task = await tasks.deserialize(TASKS, message.value);
  const reason = refusal(task, message.key?.toString());
  if (reason) {
    console.error(`Expected a task for ${PARTICIPANT} but ${reason}: partition ${partition}, offset ${message.offset}`);
    return;
  }
  const { requestId, step } = task;
  const id = `${requestId}-${step}`;
  await write(REPLIES, replies, requestId, id, answer(task), { requestId, step }, message.headers.traceparent);
}

function setting(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`Expected the environment variable ${name} but it is not set`);
  }
  return value;
}

await producer.connect();
await declare();
// Thrice within what it promises, so that one lost message does not make it stale.
const heartbeat = setInterval(
  () => declare().catch((e) => console.error(`Expected to publish the declaration but it failed: ${e.name}`)),
  (HEARTBEAT_SECONDS * 1000) / 3);
await consumer.connect();
await consumer.subscribe({ topic: TASKS, fromBeginning: true });
await consumer.run({ eachMessage: handle });

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    clearInterval(heartbeat);
    await consumer.disconnect();
    await producer.disconnect();
  });
}
