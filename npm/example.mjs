import { open } from "letopis";

const letopis = await open({ nested: false });
const { entities, timeline } = letopis.corpus([
  { id: "мост", date: "2025-03-05", text: "Министр транспорта Ержан Тулебаев вчера открыл мост через Ладву." },
  { id: "порт", date: "2025-04-03", text: "Тулебаев посетил порт. Паром начнёт ходить 1 мая, сообщила компания «Восход»." },
]);
for (const { type, name, count } of entities) console.log(type, name, count);
for (const { value, what, evidence } of timeline) console.log(value, what, evidence.map((e) => e.document).join());
letopis.free();
