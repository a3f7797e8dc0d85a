// How a model is connected, in a few lines that can be copied.

import { h } from './html.js';
import { codeBlock } from './once.js';

const WAYS = [
    ['On this machine, with Ollama', 'mien serve --model-provider openai --model-url http://127.0.0.1:11434/v1 --model llama3.1'],
    ['OpenAI, or anything that speaks like it', 'MIEN_MODEL_KEY=sk-… mien serve --model-provider openai --model gpt-4.1-mini'],
    ['Anthropic', 'MIEN_MODEL_KEY=sk-ant-… mien serve --model-provider anthropic --model claude-sonnet-4-5']
];

/** The ways, folded away behind a line. */
export function modelSteps() {
    return h('details', { class: 'model-steps' }, h('summary', {}, 'How to connect one'), h('div', {},
        h('p', { class: 'small' }, 'Whoever runs this server starts it with a model; the key stays in the environment:'),
        WAYS.map(([name, command]) => [h('p', { class: 'small way' }, name), codeBlock(command, 'shell')])));
}
