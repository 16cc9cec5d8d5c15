// The tutorial's page and API with Fastify and undici, in one process per core.
import cluster from 'node:cluster'
import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import view from '@fastify/view'
import ejs from 'ejs'
import fastify from 'fastify'
import { Pool } from 'undici'

const { PORT: port, NUMBERS_URL: numbersUrl = `http://127.0.0.1:${port}` } = process.env

async function serve() {
  const app = fastify()
  const numbers = new Pool(numbersUrl)
  app.register(view, { engine: { ejs }, root: new URL('views', import.meta.url).pathname, production: true })

  const string = { type: 'string' }
  const envelope = { type: 'object', properties: { success: { type: 'boolean' }, message: string, data: string } }

  app.get('/', async (request, reply) => {
    const { body } = await numbers.request({ method: 'GET', path: `/api/${randomInt(1, 11)}` })
    return reply.view('home.ejs', { envelope: await body.json() })
  })
  app.get('/hello', async () => 'Hello, World!')
  app.get('/api/:number(^\\d+$)', { schema: { response: { 200: envelope } } }, async ({ params }) => (
    { success: true, message: '', data: BigInt(params.number).toString() }
  ))
  await app.listen({ port, host: '127.0.0.1' })
}

if (cluster.isPrimary) {
  for (let core = 0; core < availableParallelism(); core++) cluster.fork()
} else {
  await serve()
}
